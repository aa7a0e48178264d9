# Texts printed in documents and shown at signing.
consent-sign-agreement = 私は、「{ $title }」（番号 { $number }、文書のSHA-256ハッシュ値 { $digest }）の全てのページを読みました。私は、自己の意思に基づき、かつ、自己の管理の下でこれに電子署名を行うものであり、当該電子署名が私の自署と同様に私を拘束することに同意します。
consent-sign-agreement-for = 私は、「{ $title }」（番号 { $number }、文書のSHA-256ハッシュ値 { $digest }）の全てのページを読みました。私は、本契約書に添付された委任状（SHA-256 { $power }）に基づき、{ $principal }の代理人として、自己の意思に基づき、かつ、自己の管理の下でこれに電子署名を行うものであり、当該電子署名が{ $principal }の自署と同様の拘束力を有することに同意します。
consent-seal-for-organisation = 私は、「{ $title }」（番号 { $number }、文書のSHA-256ハッシュ値 { $digest }）の全てのページを読みました。私は、{ $organisation }の印章を押印する権限を有します。私は、自己の管理の下でこれを電子的に押印するものであり、当該押印が書面への押印と同様に{ $organisation }を拘束することに同意します。
consent-seal-for-organisation-for = 私は、「{ $title }」（番号 { $number }、文書のSHA-256ハッシュ値 { $digest }）の全てのページを読みました。私は、本契約書に添付された委任状（SHA-256 { $power }）に基づき、{ $principal }に代わって{ $organisation }の印章を電子的に押印するものであり、当該押印が書面への押印と同様に{ $organisation }を拘束することに同意します。
consent-attest-signature = 私は、「{ $title }」（番号 { $number }、文書のSHA-256ハッシュ値 { $digest }）への{ $signatory }の署名に立ち会いました。私は、自己の意思に基づき、かつ、自己の管理の下で、立会人として当該署名を電子的に証します。私は、この立会いの証明によって契約の当事者となるものではありません。
recital = 本日は{ $date }です。この会議室において「{ $title }」(番号 { $number })に署名が行われます。私は司会の{ $host }です。本セッションは音声と映像で記録され、記録は契約書とともに証拠として保存されます。署名者は次のとおりです:{ $signatories }。署名に先立ち、各署名者の本人確認を行い、契約書を読んだこと、および自らの意思で署名することを確認します。署名前に退室した方には、改めて確認を行います。
will-question = { $signatory } 様:「{ $title }」をお読みになり、誰からも強制されることなく、ご自身の管理のもとで、自らの意思により署名されますか。
