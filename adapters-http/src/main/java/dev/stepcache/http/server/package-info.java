/** The server: what holds for every call, whatever it asks. */
@NullMarked
package dev.stepcache.http.server;

import org.jspecify.annotations.NullMarked;
