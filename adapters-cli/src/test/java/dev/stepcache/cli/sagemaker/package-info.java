@NullMarked
package dev.stepcache.cli.sagemaker;

import org.jspecify.annotations.NullMarked;
