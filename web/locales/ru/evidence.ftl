# What a verifier says of an evidence bundle.
verify-title = Пакет доказательств { $file }
verify-result-valid = ДЕЙСТВИТЕЛЕН. Всё верно.
verify-result-valid-but-unwitnessed = ДЕЙСТВИТЕЛЕН, НО БЕЗ СВИДЕТЕЛЕЙ. Всё верно, но ни один из свидетелей, названных в якорях доверия, не видел этого состояния журнала: что записи не переписаны, говорит только организатор. Запросите пакет с подписью свидетеля.
verify-result-valid-by-its-own-anchors = НЕПРОТИВОРЕЧИВ, НО ДОВЕРИЕ ЕЩЁ НЕ УСТАНОВЛЕНО. Всё верно, но только по якорям доверия, вложенным в сам пакет. Сверьте их отпечаток с тем, который публикует провинция, или укажите якоря параметром --trust.
verify-result-invalid = НЕДЕЙСТВИТЕЛЕН. Не полагайтесь на этот пакет.
verify-outcome-passed = верно
verify-outcome-failed = НЕВЕРНО
verify-outcome-absent = ничего такого нет
verify-outcome-not-reached = проверить не удалось
verify-check-container = Файл — пакет доказательств в единственно допустимой форме
verify-check-anchors = Якоря доверия удаётся прочитать
verify-check-manifest = Перечень файлов подписан журналом
verify-check-files = Файлы совпадают с перечнем
verify-check-checkpoint = Контрольная точка журнала подписана журналом
verify-check-witnesses = Независимые свидетели видели тот же журнал
verify-check-inclusion = Каждая запись есть в журнале
verify-check-record = Записи относятся к одному соглашению — от проекта до подписания
verify-check-document = Каждая подпись в документе верна, и после неё ничего не изменено
verify-check-revisions = Документ на каждом шаге совпадает с записями
verify-check-authorisations = Каждый подписант разрешил подписание именно этого документа — один раз и собственным ключом
verify-check-identity = Записанное о личности подписантов согласуется
verify-check-attachments = Приложения — те, что указаны в записях
verify-check-recording = Видеозапись — та, что описана в записях
verify-check-outside-timestamps = Внешние отметки времени для журнала верны
verify-fact-agreement = Соглашение
verify-fact-made = Пакет создан
verify-fact-frozen = Согласованный текст, SHA-256
verify-fact-document = Документ, SHA-256
verify-fact-level = Уровень подписи
verify-fact-provable-until = Доказуемо без продления до
verify-fact-log = Охвачено записей журнала
verify-fact-witnesses = Свидетели журнала
verify-fact-recordings = Видеозаписи
verify-recording =
    { $tracks ->
        [one] { $tracks } дорожка
        [few] { $tracks } дорожки
        [many] { $tracks } дорожек
       *[other] { $tracks } дорожки
    }, { $segments ->
        [one] { $segments } сегмент
        [few] { $segments } сегмента
        [many] { $segments } сегментов
       *[other] { $segments } сегмента
    }, пропусков дольше секунды: { $gaps }
verify-fact-outside = Внешние отметки времени (служба меток времени, число записей журнала)
verify-fact-anchors = Якоря доверия, SHA-256
verify-signatures = Подписи
verify-method-passkey = Собственный ключ доступа
verify-method-device-key = Ключ устройства
verify-factor-code = одноразовый код
verify-factor-on-camera = личность подтверждена ведущим по видео
verify-no-time = нет верного времени
verify-issuer = сертификат выдан: { $issuer }
verify-role-sign-agreement = подпись
verify-role-seal-for-organisation = печать организации
verify-role-attest-signature = свидетель
verify-role-platform-seal = печать платформы
verify-role-document-timestamp = отметка времени документа
verify-role-other = иное назначение
verify-none = нет
verify-revoked = сертификат отозван { $at } ({ $reason })
verify-error-unreadable = Не удаётся прочитать { $file }
verify-error-too-large = { $file } слишком велик для пакета доказательств
verify-error-no-anchors = В { $file } нет якорей доверия
