@NullMarked
package dev.stepcache.persistence.application;

import org.jspecify.annotations.NullMarked;
