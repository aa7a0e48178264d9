# 服务器发出的邮件。纯文本；{ $link } 单独成行。

mail-code-subject = 您的登录验证码
mail-code-body =
    您登录云签的验证码：

    { $code }

    { $minutes } 分钟内有效，仅可使用一次。工作人员不会向您索要验证码。
    如果不是您本人操作，请忽略本邮件。

mail-invitation-subject = 邀请您代表{ $organisation }参加洽谈会
mail-invitation-body =
    { $name }，您好！

    { $inviter }邀请您代表{ $organisation }参加投资洽谈会。请点击以下链接接受邀请：

    { $link }

    链接仅限您本人使用一次，{ $days } 天内有效。

mail-signing-code-subject = 签署 { $number } 的验证码
mail-signing-code-body =
    您签署《{ $title }》（编号 { $number }）的验证码：

    { $code }

    { $minutes } 分钟内有效，仅可使用一次。工作人员不会向您索要验证码。
    如果您并非正要签署，请勿在任何地方输入，并告知主办方。

mail-key-enrolled-subject = 已为您登记新的签署密钥
mail-key-enrolled-body =
    { $name }，您好！

    刚刚在 { $address } 为您登记了一个通行密钥或浏览器密钥，可用于以您的名义签署协议。

    如果是您本人操作，无需处理。如果不是，说明有人进入了您的邮箱或浏览器：请立即告知主办方，并在“设置”中删除该密钥。

mail-reminder-subject = 待您签署：{ $title }
mail-reminder-body =
    { $name }，您好！

    《{ $title }》（编号 { $number }）正等待您签署。请点击以下链接阅读并签署：

    { $link }

    如果您不签署，可在同一页面拒签。

mail-reminder-deadline-subject = 待您签署：{ $title }
mail-reminder-deadline-body =
    { $name }，您好！

    《{ $title }》（编号 { $number }）正等待您签署，截止时间 { $deadline }。请点击以下链接阅读并签署：

    { $link }

    如果您不签署，可在同一页面拒签。
