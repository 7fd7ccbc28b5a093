@NullMarked
package dev.stepcache.architecture.broken.http.bootstrap;

import org.jspecify.annotations.NullMarked;
