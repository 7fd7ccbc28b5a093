@NullMarked
package dev.stepcache.architecture.broken.domain;

import org.jspecify.annotations.NullMarked;
