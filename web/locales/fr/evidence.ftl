# What a verifier says of an evidence bundle.
verify-title = Dossier de preuve { $file }
verify-result-valid = VALIDE. Tout est conforme.
verify-result-valid-but-unwitnessed = VALIDE, MAIS SANS TÉMOIN. Tout est conforme, mais aucun des témoins nommés par les ancres de confiance n’a vu cet état du journal : seul l’hôte affirme que le registre n’a pas été réécrit. Demandez un dossier portant la cosignature d’un témoin.
verify-result-valid-by-its-own-anchors = COHÉRENT, CONFIANCE NON ENCORE ÉTABLIE. Tout est conforme, mais seulement d’après les ancres de confiance jointes au dossier. Comparez leur empreinte avec celle que publie la province organisatrice, ou désignez-les avec --trust.
verify-result-invalid = NON VALIDE. Ne vous fiez pas à ce dossier de preuve.
verify-outcome-passed = conforme
verify-outcome-failed = NON CONFORME
verify-outcome-absent = aucun élément de ce type
verify-outcome-not-reached = n’a pas pu être contrôlé
verify-check-container = Le fichier est un dossier de preuve sous sa seule forme admise
verify-check-anchors = Les ancres de confiance sont lisibles
verify-check-manifest = La liste des fichiers est signée par le journal de transparence
verify-check-files = Les fichiers sont ceux de la liste
verify-check-checkpoint = Le point de contrôle du journal est signé par le journal
verify-check-witnesses = Des témoins indépendants ont vu le même journal
verify-check-inclusion = Chaque entrée figure dans le journal
verify-check-record = Les entrées retracent un seul et même accord, du projet à la signature
verify-check-document = Chaque signature du document est valide et rien n’a été modifié après elle
verify-check-revisions = À chaque étape, le document est celui du registre
verify-check-authorisations = Chaque signataire a autorisé ce document précis, une seule fois, avec sa propre clé
verify-check-identity = Ce qui a été consigné de l’identité des signataires concorde
verify-check-attachments = Les pièces jointes sont celles que désigne le registre
verify-check-recording = L’enregistrement est celui que mentionne le registre
verify-check-outside-timestamps = Les horodatages externes portant sur le journal sont valides
verify-fact-agreement = Accord
verify-fact-made = Dossier de preuve établi le
verify-fact-frozen = Texte convenu, SHA-256
verify-fact-document = Document, SHA-256
verify-fact-level = Niveau de signature
verify-fact-provable-until = Prouvable sans renouvellement jusqu’au
verify-fact-log = Entrées du journal couvertes
verify-fact-witnesses = Témoins
verify-fact-recordings = Enregistrements
verify-recording =
    { $tracks ->
        [one] { $tracks } piste
       *[other] { $tracks } pistes
    }, { $segments ->
        [one] { $segments } segment
       *[other] { $segments } segments
    }, interruptions de plus d’une seconde : { $gaps }
verify-fact-outside = Horodatages externes (autorité, entrées du journal)
verify-fact-anchors = Ancres de confiance, SHA-256
verify-signatures = Signatures
verify-method-passkey = Clé d’accès personnelle
verify-method-device-key = Clé de l’appareil
verify-factor-code = code à usage unique
verify-factor-on-camera = identité confirmée à la caméra par l’hôte
verify-no-time = aucune date prouvée
verify-issuer = certificat délivré par { $issuer }
verify-role-sign-agreement = signature
verify-role-seal-for-organisation = cachet d’une organisation
verify-role-attest-signature = témoin
verify-role-platform-seal = cachet de la plateforme
verify-role-document-timestamp = horodatage du document
verify-role-other = autre finalité
verify-none = aucun
verify-revoked = certificat révoqué le { $at } ({ $reason })
verify-error-unreadable = Impossible de lire { $file }
verify-error-too-large = { $file } est trop volumineux pour un dossier de preuve
verify-error-no-anchors = { $file } ne contient pas d’ancres de confiance
