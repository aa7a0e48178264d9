#![no_main]

yunqian_fuzz::target!(token);
