/** How long stepcache takes, each figure beside one that was measured in the same run. */
@NullMarked
package dev.stepcache.benchmarks;

import org.jspecify.annotations.NullMarked;
