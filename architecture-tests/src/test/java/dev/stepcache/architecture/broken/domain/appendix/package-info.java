@NullMarked
package dev.stepcache.architecture.broken.domain.appendix;

import org.jspecify.annotations.NullMarked;
