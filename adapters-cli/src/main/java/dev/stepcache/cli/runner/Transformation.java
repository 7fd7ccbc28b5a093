package dev.stepcache.cli.runner;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Transforms one object after another by asking a model. */
record Transformation(TransformPlan plan, ModelServer model) {

  /** Writes what the model says to an input; both are read and written in pieces. */
  void of(Path input, Path result) throws IOException, InterruptedException, JobFailure {
    try (InputStream file = new BufferedInputStream(Files.newInputStream(input));
        InputStream in = plan.gzip() ? new BufferedInputStream(new GZIPInputStream(file)) : file;
        OutputStream out = new BufferedOutputStream(Files.newOutputStream(result))) {
      if (plan.byLine()) {
        byLine(in, input, out);
      } else {
        // One byte more than may be is enough to see that there are too many.
        byte[] whole = in.readNBytes((int) Math.min(plan.mostBytes() + 1, Integer.MAX_VALUE - 8));
        requireSmall(whole, input);
        ask(List.of(whole), out);
      }
    }
  }

  private void byLine(InputStream in, Path input, OutputStream out)
      throws IOException, InterruptedException, JobFailure {
    List<byte[]> batch = new ArrayList<>();
    long bytes = 0;
    for (byte[] line = line(in); line.length > 0; line = line(in)) {
      byte[] record = withoutEnd(line);
      if (record.length == 0) {
        continue;
      }
      requireSmall(record, input);
      if (!batch.isEmpty() && (plan.single() || bytes + 1 + record.length > plan.mostBytes())) {
        ask(batch, out);
        batch.clear();
        bytes = 0;
      }
      bytes += (batch.isEmpty() ? 0 : 1) + record.length;
      batch.add(record);
    }
    if (!batch.isEmpty()) {
      ask(batch, out);
    }
  }

  private void requireSmall(byte[] record, Path input) throws JobFailure {
    if (record.length > plan.mostBytes()) {
      throw new JobFailure(
          "ClientError: a record of %s has more than the %,d bytes of MaxPayloadInMB"
              .formatted(input.getFileName(), plan.mostBytes()));
    }
  }

  private void ask(List<byte[]> records, OutputStream out)
      throws IOException, InterruptedException, JobFailure {
    byte[] kept =
        plan.processing().isPresent()
            ? processed(plan.processing().get(), records)
            : invoke(joined(records));
    out.write(kept);
    if (plan.lineEnds() && (kept.length == 0 || kept[kept.length - 1] != '\n')) {
      out.write('\n');
    }
  }

  private byte[] processed(RecordProcessing processing, List<byte[]> records)
      throws IOException, InterruptedException, JobFailure {
    List<byte[]> asked = new ArrayList<>();
    for (byte[] record : records) {
      asked.add(processing.asked(text(record)).getBytes(UTF_8));
    }
    String answer = text(invoke(joined(asked)));
    List<String> answers =
        records.size() == 1
            ? List.of(answer)
            : answer.lines().filter(line -> !line.isEmpty()).toList();
    if (answers.size() != records.size()) {
      throw new JobFailure(
          "the model answered %d records with %d lines, so they cannot be put together"
              .formatted(records.size(), answers.size()));
    }
    List<String> kept = new ArrayList<>();
    for (int i = 0; i < answers.size(); i++) {
      kept.add(processing.kept(text(records.get(i)), answers.get(i)));
    }
    return String.join("\n", kept).getBytes(UTF_8);
  }

  private byte[] invoke(byte[] payload) throws IOException, InterruptedException, JobFailure {
    for (int left = plan.retries(); ; left--) {
      try {
        return model.invoke(payload, plan.headers(), plan.timeout());
      } catch (JobFailure failure) {
        if (left <= 0 || !model.isAlive()) {
          throw failure;
        }
      }
    }
  }

  private static String text(byte[] record) {
    return new String(record, UTF_8).strip();
  }

  private static byte[] joined(List<byte[]> records) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (byte[] record : records) {
      if (joined.size() > 0) {
        joined.write('\n');
      }
      joined.writeBytes(record);
    }
    return joined.toByteArray();
  }

  /** A line with its end; nothing when there is no more. */
  private static byte[] line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0; b = in.read()) {
      line.write(b);
      if (b == '\n') {
        break;
      }
    }
    return line.toByteArray();
  }

  private static byte[] withoutEnd(byte[] line) {
    int length = line.length;
    if (length > 0 && line[length - 1] == '\n') {
      length--;
    }
    if (length > 0 && line[length - 1] == '\r') {
      length--;
    }
    return Arrays.copyOf(line, length);
  }
}
