@NullMarked
package dev.stepcache.http.page;

import org.jspecify.annotations.NullMarked;
