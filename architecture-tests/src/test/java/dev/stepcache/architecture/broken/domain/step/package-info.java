@NullMarked
package dev.stepcache.architecture.broken.domain.step;

import org.jspecify.annotations.NullMarked;
