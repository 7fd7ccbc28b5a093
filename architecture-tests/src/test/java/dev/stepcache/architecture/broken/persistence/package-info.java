@NullMarked
package dev.stepcache.architecture.broken.persistence;

import org.jspecify.annotations.NullMarked;
