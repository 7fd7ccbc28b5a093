/** Run histories that outlive the process. */
@NullMarked
package dev.stepcache.persistence;

import org.jspecify.annotations.NullMarked;
