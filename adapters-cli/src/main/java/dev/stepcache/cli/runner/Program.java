package dev.stepcache.cli.runner;

import java.io.IOException;

/** What a request says is to be run, ready to be started. */
interface Program {
  RunningJob start() throws IOException, InterruptedException, JobFailure;
}
