/** What two runs of a step must have in common: key document, signature, and their differences. */
@NullMarked
package dev.stepcache.domain.signature;

import org.jspecify.annotations.NullMarked;
