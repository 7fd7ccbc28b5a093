/** The REST API under /v1 (H2). */
@NullMarked
package dev.stepcache.http.rest;

import org.jspecify.annotations.NullMarked;
