error-unexpected = Something on this page went wrong
    .detail = What you saved is safe. Please try again; if it stays, tell the host.
error-client-error = Something on this page went wrong
    .detail = What you saved is safe. Please try again; if it stays, tell the host.
error-offline = The server cannot be reached
    .detail = What you submitted is safe. Check your connection and try again.
error-page-not-found = There is no such page
    .detail = The link may be out of date, or the page is not open to you.
