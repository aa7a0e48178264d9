# What a verifier says of an evidence bundle.
verify-title = Paquete de evidencias { $file }
verify-result-valid = VÁLIDO. Todo se cumple.
verify-result-valid-but-unwitnessed = VÁLIDO, PERO SIN TESTIGOS. Todo se cumple, pero ninguno de los testigos que nombran las anclas de confianza vio este estado del registro: solo el anfitrión afirma que no se reescribió. Pida un paquete con la cofirma de un testigo.
verify-result-valid-by-its-own-anchors = COHERENTE, CONFIANZA AÚN NO ESTABLECIDA. Todo se cumple, pero solo según las anclas de confianza que venían con el paquete. Compare su huella con la que publica la provincia organizadora, o indíquelas con --trust.
verify-result-invalid = NO VÁLIDO. No confíe en este paquete de evidencias.
verify-outcome-passed = se cumple
verify-outcome-failed = NO SE CUMPLE
verify-outcome-absent = no hay nada de este tipo
verify-outcome-not-reached = no se pudo comprobar
verify-check-container = El archivo es un paquete de evidencias en su única forma admitida
verify-check-anchors = Las anclas de confianza se pueden leer
verify-check-manifest = La lista de archivos está firmada por el registro de transparencia
verify-check-files = Los archivos son los de la lista
verify-check-checkpoint = El punto de control del registro está firmado por el registro
verify-check-witnesses = Testigos independientes vieron el mismo registro
verify-check-inclusion = Cada entrada figura en el registro
verify-check-record = Las entradas dan cuenta de un único acuerdo, desde el borrador hasta la firma
verify-check-document = Cada firma del documento es válida y nada se modificó después de ella
verify-check-revisions = En cada paso, el documento es el que consta en el expediente
verify-check-authorisations = Cada firmante autorizó precisamente este documento, una sola vez, con su propia clave
verify-check-identity = Lo que consta de la identidad de los firmantes concuerda
verify-check-attachments = Los adjuntos son los que nombra el expediente
verify-check-recording = La grabación es la que menciona el expediente
verify-check-outside-timestamps = Los sellos de tiempo externos sobre el registro son válidos
verify-fact-agreement = Acuerdo
verify-fact-made = Paquete generado el
verify-fact-frozen = Texto acordado, SHA-256
verify-fact-document = Documento, SHA-256
verify-fact-level = Nivel de firma
verify-fact-provable-until = Demostrable sin renovación hasta
verify-fact-log = Entradas del registro abarcadas
verify-fact-witnesses = Testigos
verify-fact-recordings = Grabaciones
verify-recording =
    { $tracks ->
        [one] { $tracks } pista
       *[other] { $tracks } pistas
    }, { $segments ->
        [one] { $segments } segmento
       *[other] { $segments } segmentos
    }, interrupciones de más de un segundo: { $gaps }
verify-fact-outside = Sellos de tiempo externos (autoridad, entradas del registro)
verify-fact-anchors = Anclas de confianza, SHA-256
verify-signatures = Firmas
verify-method-passkey = Clave de acceso propia
verify-method-device-key = Clave del dispositivo
verify-factor-code = código de un solo uso
verify-factor-on-camera = identidad confirmada ante la cámara por el anfitrión
verify-no-time = ninguna fecha probada
verify-issuer = certificado emitido por { $issuer }
verify-role-sign-agreement = firma
verify-role-seal-for-organisation = sello de una organización
verify-role-attest-signature = testigo
verify-role-platform-seal = sello de la plataforma
verify-role-document-timestamp = sello de tiempo del documento
verify-role-other = otra finalidad
verify-none = ninguno
verify-revoked = certificado revocado el { $at } ({ $reason })
verify-error-unreadable = No se puede leer { $file }
verify-error-too-large = { $file } es demasiado grande para un paquete de evidencias
verify-error-no-anchors = { $file } no contiene anclas de confianza
