# What a verifier says of an evidence bundle.
verify-title = Beweispaket { $file }
verify-result-valid = GÜLTIG. Alles trifft zu.
verify-result-valid-but-unwitnessed = GÜLTIG, ABER UNBEZEUGT. Alles trifft zu, aber keiner der Zeugen, die die Vertrauensanker nennen, hat diesen Stand des Protokolls gesehen: dass nichts umgeschrieben wurde, sagt nur der Betreiber. Verlangen Sie ein Paket mit der Mitsignatur eines Zeugen.
verify-result-valid-by-its-own-anchors = IN SICH STIMMIG, NOCH NICHT VERTRAUENSWÜRDIG. Alles trifft zu, aber nur nach den Vertrauensankern, die dem Paket beilagen. Vergleichen Sie deren Fingerabdruck mit dem, den die ausrichtende Provinz veröffentlicht, oder geben Sie sie mit --trust an.
verify-result-invalid = UNGÜLTIG. Verlassen Sie sich nicht auf dieses Beweispaket.
verify-outcome-passed = trifft zu
verify-outcome-failed = TRIFFT NICHT ZU
verify-outcome-absent = nichts dergleichen vorhanden
verify-outcome-not-reached = konnte nicht geprüft werden
verify-check-container = Die Datei ist ein Beweispaket in der einzig zulässigen Form
verify-check-anchors = Die Vertrauensanker sind lesbar
verify-check-manifest = Die Dateiliste ist vom Transparenzprotokoll signiert
verify-check-files = Die Dateien sind die der Liste
verify-check-checkpoint = Der Prüfpunkt des Protokolls ist vom Protokoll signiert
verify-check-witnesses = Unabhängige Zeugen haben dasselbe Protokoll gesehen
verify-check-inclusion = Jeder Eintrag steht im Protokoll
verify-check-record = Die Einträge zeichnen eine einzige Vereinbarung nach, vom Entwurf bis zur Unterzeichnung
verify-check-document = Jede Signatur im Dokument ist gültig, und nach ihr wurde nichts verändert
verify-check-revisions = Das Dokument ist bei jedem Schritt das der Akte
verify-check-authorisations = Jeder Unterzeichner hat genau dieses Dokument autorisiert, einmal, mit dem eigenen Schlüssel
verify-check-identity = Was zur Identität der Unterzeichner festgehalten wurde, stimmt überein
verify-check-attachments = Die Anlagen sind die, welche die Akte nennt
verify-check-recording = Die Aufzeichnung ist die, von der die Akte berichtet
verify-check-outside-timestamps = Externe Zeitstempel über das Protokoll sind gültig
verify-fact-agreement = Vereinbarung
verify-fact-made = Paket erstellt am
verify-fact-frozen = Vereinbarter Text, SHA-256
verify-fact-document = Dokument, SHA-256
verify-fact-level = Signaturniveau
verify-fact-provable-until = Ohne Erneuerung nachweisbar bis
verify-fact-log = Erfasste Protokolleinträge
verify-fact-witnesses = Zeugen
verify-fact-recordings = Aufzeichnungen
verify-recording =
    { $tracks ->
        [one] { $tracks } Spur
       *[other] { $tracks } Spuren
    }, { $segments ->
        [one] { $segments } Segment
       *[other] { $segments } Segmente
    }, Lücken von mehr als einer Sekunde: { $gaps }
verify-fact-outside = Externe Zeitstempel (Zeitstempeldienst, Protokolleinträge)
verify-fact-anchors = Vertrauensanker, SHA-256
verify-signatures = Signaturen
verify-method-passkey = Eigener Passkey
verify-method-device-key = Geräteschlüssel
verify-factor-code = Einmalcode
verify-factor-on-camera = vor der Kamera vom Gastgeber bestätigt
verify-no-time = kein nachgewiesener Zeitpunkt
verify-issuer = Zertifikat von { $issuer }
verify-role-sign-agreement = Signatur
verify-role-seal-for-organisation = Siegel einer Organisation
verify-role-attest-signature = Zeugensignatur
verify-role-platform-seal = Siegel der Plattform
verify-role-document-timestamp = Zeitstempel des Dokuments
verify-role-other = anderer Zweck
verify-none = keine
verify-revoked = Zertifikat widerrufen am { $at } ({ $reason })
verify-error-unreadable = { $file } kann nicht gelesen werden
verify-error-too-large = { $file } ist zu groß für ein Beweispaket
verify-error-no-anchors = { $file } enthält keine Vertrauensanker
