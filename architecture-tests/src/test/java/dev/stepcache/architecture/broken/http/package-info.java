@NullMarked
package dev.stepcache.architecture.broken.http;

import org.jspecify.annotations.NullMarked;
