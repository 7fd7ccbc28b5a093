/** Beside the classes that it looks into: see {@link BareJdbc}. */
@NullMarked
package dev.stepcache.persistence.jooq;

import org.jspecify.annotations.NullMarked;
