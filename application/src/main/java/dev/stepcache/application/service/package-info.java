/** What a service does beyond single commands: it keeps pipelines, and executes them by itself. */
@NullMarked
package dev.stepcache.application.service;

import org.jspecify.annotations.NullMarked;
