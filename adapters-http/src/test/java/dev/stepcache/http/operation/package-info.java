@NullMarked
package dev.stepcache.http.operation;

import org.jspecify.annotations.NullMarked;
