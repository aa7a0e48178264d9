error-unexpected = 页面出现了意外问题
    .detail = 已保存的内容不受影响。请重试；如仍有问题，请联系主办方。
error-client-error = 页面出现了意外问题
    .detail = 已保存的内容不受影响。请重试；如仍有问题，请联系主办方。
error-offline = 无法连接服务器
    .detail = 已提交的内容不受影响。请检查网络后重试。
error-page-not-found = 没有找到这个页面
    .detail = 链接可能已失效，或者您无权查看。
