# 文件中印出、签署时显示的文字。
consent-sign-agreement = 本人已阅读《{ $title }》（编号 { $number }，文件 SHA-256 { $digest }）的每一页。本人自愿并在本人控制下以电子方式签署，并同意该签名与本人手写签名具有同等约束力。
consent-sign-agreement-for = 本人已阅读《{ $title }》（编号 { $number }，文件 SHA-256 { $digest }）的每一页。本人依据本协议所附授权委托书（SHA-256 { $power }）代 { $principal } 签署，自愿并在本人控制下以电子方式签署，并同意该签名与 { $principal } 手写签名具有同等约束力。
consent-seal-for-organisation = 本人已阅读《{ $title }》（编号 { $number }，文件 SHA-256 { $digest }）的每一页。本人有权使用 { $organisation } 的印章，在本人控制下以电子方式加盖，并同意其与纸面用印对 { $organisation } 具有同等约束力。
consent-seal-for-organisation-for = 本人已阅读《{ $title }》（编号 { $number }，文件 SHA-256 { $digest }）的每一页。本人依据本协议所附授权委托书（SHA-256 { $power }）代 { $principal } 以电子方式加盖 { $organisation } 的印章，并同意其与纸面用印对 { $organisation } 具有同等约束力。
consent-attest-signature = 本人见证了 { $signatory } 签署《{ $title }》（编号 { $number }，文件 SHA-256 { $digest }）。本人自愿并在本人控制下以电子方式见证该签名；本人不因此成为协议当事人。
recital = 今天是{ $date }。现在在本会议室签署《{ $title }》(编号:{ $number })。我是{ $host },主持本次签署。本次签署全程录音录像,录制内容将与协议一并作为证据保存。签署人为:{ $signatories }。签署之前,我将逐一核对各位的身份,并询问是否已阅读协议、是否自愿签署。签署前离开会议室者,须重新核对和询问。
will-question = { $signatory }:您是否已阅读《{ $title }》,并在未受任何人胁迫、由您本人控制的情况下自愿签署?
