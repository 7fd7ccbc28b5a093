/** The pages for people. */
@NullMarked
package dev.stepcache.http.page;

import org.jspecify.annotations.NullMarked;
