product-name = 云签
skip-to-content = 跳到正文
foot-product = 云签 · 网上投洽会平台
foot-records = 每一项记录均可追溯、可验证
demo-notice = 演示环境：人员与往来均为虚构，不产生法律效力
demo-tag = 演示

nav-main = 主导航
nav-menu = 菜单
nav-lobby = 大厅
nav-projects = 项目
nav-interests = 意向
nav-meetings = 洽谈
nav-agreements = 协议
nav-figures = 成果
nav-administration = 管理
choose-language = 选择语言
person-menu = { $name }：账户菜单
act-for = 切换为 { $organisation }（{ $role }）
sign-out = 退出登录

try-again = 重试
go-to-lobby = 返回大厅
error-code = 代码：{ $code }
field-email = 电子邮箱
field-email-needed = 请输入有效的电子邮箱
field-name = 姓名
field-needed = 请填写此项

sign-in = 登录
sign-in-title = 登录云签
sign-in-lead = 使用受邀时登记的电子邮箱或通行密钥登录。
sign-in-motto = 云上相见，一签为信
sign-in-summary = 推介、意向、洽谈、签约与履约，在同一处完成，每一步都留下可以验证的记录。
sign-in-or = 或
sign-in-passkey = 使用通行密钥登录
sign-in-send-code = 发送验证码
sign-in-code-sent = 如果 { $email } 已登记，六位验证码已发送到该邮箱，十分钟内有效。
sign-in-code = 验证码
sign-in-code-needed = 请输入六位验证码
sign-in-verify = 登录
sign-in-other-email = 换一个邮箱
sign-in-demo-title = 以演示人员身份进入
sign-in-demo-lead = 点击即可进入。人员均为虚构，仅在演示模式下存在。

invitation-title = 接受邀请
invitation-lead = 您受邀以“{ $role }”身份代表{ $organisation }参加。
invitation-expires = 邀请有效期至 { $date }
invitation-accept = 接受邀请并进入

role-province_officer = 省级管理员
role-city_officer = 市级管理员
role-park_officer = 县区/园区专员
role-firm = 企业代表
role-agent = 境外代理机构
role-principal = 项目方
role-host = 主持人
role-interpreter = 译员
role-witness = 见证人
role-guest = 嘉宾
role-viewer = 观众
role-department = 职能部门
role-auditor = 统计/审计

settings-title = 设备与通行密钥
