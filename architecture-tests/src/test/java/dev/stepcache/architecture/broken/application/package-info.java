@NullMarked
package dev.stepcache.architecture.broken.application;

import org.jspecify.annotations.NullMarked;
