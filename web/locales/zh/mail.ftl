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
