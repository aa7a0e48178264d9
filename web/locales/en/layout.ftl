layout-pages = Pages of people
layout-previous = Previous page
layout-next = Next page
layout-page-of = Page { $page } of { $pages }, { $total } in all
