# Texts printed in documents and shown at signing.
consent-sign-agreement = I have read every page of “{ $title }” (No. { $number }, document SHA-256 { $digest }). I sign it electronically, of my own will and under my own control, and I agree that this signature binds me as if made by hand.
document-amount = Agreed investment
document-foreign = Contracted foreign capital
document-kind-intent = Letter of intent
document-kind-framework = Framework agreement
document-kind-contract = Contract
document-place = Signed online (Yunqian)
document-method-passkey = Own passkey
document-method-device-key = Device key of this browser
country-cn = China
country-de = Germany
country-cz = Czechia
country-be = Belgium
country-nl = Netherlands
country-ca = Canada
country-us = United States
