layout-pages = 参会者分页
layout-previous = 上一页
layout-next = 下一页
layout-page-of = 第 { $page } / { $pages } 页，共 { $total } 位
