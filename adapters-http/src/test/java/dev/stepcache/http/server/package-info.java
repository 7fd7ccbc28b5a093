@NullMarked
package dev.stepcache.http.server;

import org.jspecify.annotations.NullMarked;
