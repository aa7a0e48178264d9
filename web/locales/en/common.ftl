product-name = Yunqian
skip-to-content = Skip to content
foot-product = Yunqian · online investment fairs
foot-records = Every record can be traced and verified
demo-notice = Demonstration: people and correspondence are invented and nothing here has legal effect
demo-tag = Demonstration

nav-main = Main navigation
nav-menu = Menu
nav-lobby = Lobby
nav-projects = Projects
nav-interests = Interests
nav-meetings = Meetings
nav-agreements = Agreements
nav-figures = Figures
nav-administration = Administration
choose-language = Choose language
person-menu = { $name }: account menu
act-for = Act for { $organisation } ({ $role })
sign-out = Sign out

try-again = Try again
go-to-lobby = Back to the lobby
error-code = Code: { $code }
field-email = E-mail
field-email-needed = Please enter a valid e-mail address
field-name = Name
field-needed = Please fill this in

sign-in = Sign in
sign-in-title = Sign in to Yunqian
sign-in-lead = Use the e-mail address you were invited with, or your passkey.
sign-in-motto = Meet online. Sign for good.
sign-in-summary = Pitch, interest, talks, signature and follow-up in one place, with a record of every step that anyone concerned can verify.
sign-in-or = or
sign-in-passkey = Sign in with a passkey
sign-in-send-code = Send me a code
sign-in-code-sent = If { $email } is registered, a six-digit code is on its way. It is valid for ten minutes.
sign-in-code = Code
sign-in-code-needed = Please enter the six digits
sign-in-verify = Sign in
sign-in-other-email = Use another address
sign-in-demo-title = Enter as a demonstration person
sign-in-demo-lead = One click each. These people are invented and exist in demonstration mode only.

invitation-title = Accept your invitation
invitation-lead = You are invited to act for { $organisation } as { $role }.
invitation-expires = Valid until { $date }
invitation-accept = Accept and enter

role-province_officer = province officer
role-city_officer = city officer
role-park_officer = county or park officer
role-firm = firm
role-agent = overseas agent
role-principal = principal
role-host = host
role-interpreter = interpreter
role-witness = witness
role-guest = guest
role-viewer = viewer
role-department = department
role-auditor = statistics and audit

settings-title = Devices and passkeys
