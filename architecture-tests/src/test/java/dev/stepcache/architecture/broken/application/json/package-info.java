@NullMarked
package dev.stepcache.architecture.broken.application.json;

import org.jspecify.annotations.NullMarked;
