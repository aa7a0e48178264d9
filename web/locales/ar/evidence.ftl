# What a verifier says of an evidence bundle.
verify-title = حزمة الأدلة { $file }
verify-result-valid = صالحة. كل ما فيها صحيح.
verify-result-valid-but-unwitnessed = صالحة، لكن بلا شاهد. كل ما فيها صحيح، غير أن أيًّا من الشهود المذكورين في مراسي الثقة لم يرَ هذه الحالة من السجل: الجهة المضيفة وحدها تقول إن القيود لم تُعَد كتابتها. اطلب حزمة عليها توقيع شاهد.
verify-result-valid-by-its-own-anchors = متسقة، لكن الثقة بها لم تثبت بعد. كل ما فيها صحيح، ولكن استنادًا إلى مراسي الثقة المرفقة بالحزمة وحدها. قارن بصمتها بالبصمة التي تنشرها المقاطعة، أو حدّد المراسي بالخيار --trust.
verify-result-invalid = غير صالحة. لا تعتمد على هذه الحزمة.
verify-outcome-passed = صحيح
verify-outcome-failed = غير صحيح
verify-outcome-absent = لا شيء من هذا القبيل
verify-outcome-not-reached = تعذّر التحقق
verify-check-container = الملف حزمة أدلة بالشكل الوحيد المسموح به
verify-check-anchors = مراسي الثقة قابلة للقراءة
verify-check-manifest = قائمة الملفات موقّعة من سجل الشفافية
verify-check-files = الملفات هي الواردة في القائمة
verify-check-checkpoint = نقطة تحقق سجل الشفافية موقّعة من السجل
verify-check-witnesses = شهود مستقلون رأوا سجل الشفافية نفسه
verify-check-inclusion = كل قيد موجود في سجل الشفافية
verify-check-record = القيود تخص اتفاقية واحدة، من المسوّدة إلى التوقيع
verify-check-document = كل توقيع في المستند صحيح، ولم يتغيّر شيء بعده
verify-check-revisions = المستند مطابق للقيود في كل خطوة
verify-check-authorisations = كل موقّع أذِن بتوقيع هذا المستند بعينه، مرة واحدة وبمفتاحه الخاص
verify-check-identity = ما قُيّد عن هوية الموقّعين متوافق
verify-check-attachments = المرفقات هي المذكورة في القيود
verify-check-recording = تسجيل الفيديو هو المذكور في القيود
verify-check-outside-timestamps = الأختام الزمنية الخارجية لسجل الشفافية صحيحة
verify-fact-agreement = الاتفاقية
verify-fact-made = تاريخ إنشاء الحزمة
verify-fact-frozen = النص المتفق عليه، SHA-256
verify-fact-document = المستند، SHA-256
verify-fact-level = مستوى التوقيع
verify-fact-provable-until = قابل للإثبات دون تجديد حتى
verify-fact-log = عدد القيود المشمولة من سجل الشفافية
verify-fact-witnesses = شهود سجل الشفافية
verify-fact-recordings = تسجيلات الفيديو
verify-recording =
    { $tracks ->
        [zero] لا مسارات
        [one] مسار واحد
        [two] مساران
        [few] { $tracks } مسارات
        [many] { $tracks } مسارًا
       *[other] { $tracks } مسار
    }، { $segments ->
        [zero] لا مقاطع
        [one] مقطع واحد
        [two] مقطعان
        [few] { $segments } مقاطع
        [many] { $segments } مقطعًا
       *[other] { $segments } مقطع
    }، عدد الانقطاعات التي تتجاوز ثانية: { $gaps }
verify-fact-outside = الأختام الزمنية الخارجية (سلطة الختم الزمني، عدد قيود سجل الشفافية)
verify-fact-anchors = مراسي الثقة، SHA-256
verify-signatures = التوقيعات
verify-method-passkey = مفتاح المرور الخاص بالموقّع
verify-method-device-key = مفتاح الجهاز
verify-factor-code = رمز لمرة واحدة
verify-factor-on-camera = أكّد مدير الجلسة الهوية عبر الكاميرا
verify-no-time = لا وقت صحيح
verify-issuer = شهادة صادرة عن { $issuer }
verify-role-sign-agreement = توقيع
verify-role-seal-for-organisation = ختم جهة
verify-role-attest-signature = شاهد
verify-role-platform-seal = ختم المنصة
verify-role-document-timestamp = ختم زمني للمستند
verify-role-other = غرض آخر
verify-none = لا شيء
verify-revoked = أُلغيت الشهادة في { $at } ({ $reason })
verify-error-unreadable = تتعذّر قراءة { $file }
verify-error-too-large = الملف { $file } أكبر من أن يكون حزمة أدلة
verify-error-no-anchors = لا مراسي ثقة في { $file }
