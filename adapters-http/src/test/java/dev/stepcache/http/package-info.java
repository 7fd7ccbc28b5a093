@NullMarked
package dev.stepcache.http;

import org.jspecify.annotations.NullMarked;
