/** How old a run may be and still be reused: ExpireAfter and its grammar (SPEC 5). */
@NullMarked
package dev.stepcache.domain.expiry;

import org.jspecify.annotations.NullMarked;
