# 文件中印出、签署时显示的文字。
consent-sign-agreement = 本人已阅读《{ $title }》（编号 { $number }，文件 SHA-256 { $digest }）的每一页。本人自愿并在本人控制下以电子方式签署，并同意该签名与本人手写签名具有同等约束力。
document-amount = 协议投资额
document-foreign = 合同外资
document-kind-intent = 意向书
document-kind-framework = 框架协议
document-kind-contract = 合同
document-place = 线上签署（云签）
document-method-passkey = 本人通行密钥
document-method-device-key = 本浏览器设备密钥
country-cn = 中国
country-de = 德国
country-cz = 捷克
country-be = 比利时
country-nl = 荷兰
country-ca = 加拿大
country-us = 美国
