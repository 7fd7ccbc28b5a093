@NullMarked
package dev.stepcache.http.bootstrap;

import org.jspecify.annotations.NullMarked;
