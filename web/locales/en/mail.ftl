# Letters the server writes. Plain text; { $link } stands on a line of its own.

mail-code-subject = Your sign-in code
mail-code-body =
    Your code for signing in to Yunqian:

    { $code }

    It is valid for { $minutes } minutes and can be used once. Nobody from the fair will ever ask you for it.
    If you did not ask for a code, you need not do anything.

mail-invitation-subject = Invitation to act for { $organisation } at the fair
mail-invitation-body =
    Dear { $name },

    { $inviter } invites you to act for { $organisation } at the investment fair. Please accept here:

    { $link }

    The link is yours alone, can be used once and is valid for { $days } days.

mail-signing-code-subject = Your code for signing { $number }
mail-signing-code-body =
    Your code for signing “{ $title }” (No. { $number }):

    { $code }

    It is valid for { $minutes } minutes and can be used once. Nobody from the fair will ever ask you for it.
    If you are not about to sign, do not enter it anywhere and tell the host.

mail-key-enrolled-subject = A new key can sign in your name
mail-key-enrolled-body =
    Dear { $name },

    a passkey or a key of a browser was just enrolled for you at { $address }. Agreements can be signed with it in your
    name.

    If it was you, there is nothing to do. If not, somebody got into your mailbox or your browser: tell the host at once,
    and remove the key under Settings.

mail-reminder-subject = Your signature is awaited: { $title }
mail-reminder-body =
    Dear { $name },

    “{ $title }” (No. { $number }) awaits your signature. Please read and sign it here:

    { $link }

    If you do not want to sign, you can decline on the same page.

mail-reminder-deadline-subject = Your signature is awaited: { $title }
mail-reminder-deadline-body =
    Dear { $name },

    “{ $title }” (No. { $number }) awaits your signature until { $deadline }. Please read and sign it here:

    { $link }

    If you do not want to sign, you can decline on the same page.
