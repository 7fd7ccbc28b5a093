@NullMarked
package dev.stepcache.architecture.broken.domain.run;

import org.jspecify.annotations.NullMarked;
