/** The JSON face of the use cases: reading, and the documents of SPEC 6 and 7. */
@NullMarked
package dev.stepcache.application.json;

import org.jspecify.annotations.NullMarked;
