/** Who asks, what that caller may see and do, and the log of what was shown (H3). */
@NullMarked
package dev.stepcache.application.access;

import org.jspecify.annotations.NullMarked;
