package dev.stepcache.http.operation;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A message of protobuf as it is on the wire: what its fields mean is known to who reads them.
 *
 * @param fields the values by the number of their field, each byte a character
 * @param numbers the last number of each field that has numbers
 */
record Wire(Map<Integer, List<String>> fields, Map<Integer, Long> numbers) {
  private static final int VARINT = 0;
  private static final int FIXED_64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED_32 = 5;

  static Wire read(byte[] message) {
    Wire wire = new Wire(new TreeMap<>(), new TreeMap<>());
    ByteBuffer in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
    while (in.hasRemaining()) {
      int tag = (int) varint(in);
      int field = tag >> 3;
      switch (tag & 7) {
        case VARINT -> wire.numbers.put(field, varint(in));
        case FIXED_64 -> wire.numbers.put(field, in.getLong());
        case FIXED_32 -> wire.numbers.put(field, (long) in.getInt());
        case BYTES -> {
          byte[] bytes = new byte[(int) varint(in)];
          in.get(bytes);
          wire.fields
              .computeIfAbsent(field, f -> new ArrayList<>())
              .add(new String(bytes, StandardCharsets.ISO_8859_1));
        }
        default -> throw new IllegalArgumentException("no protobuf: tag " + tag);
      }
    }
    return wire;
  }

  private static long varint(ByteBuffer in) {
    long number = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = in.get();
      number |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return number;
      }
    }
  }

  List<Wire> messages(int field) {
    return fields.getOrDefault(field, List.of()).stream()
        .map(bytes -> read(bytes.getBytes(StandardCharsets.ISO_8859_1)))
        .toList();
  }

  /** What is bytes or text of ASCII; empty where it is not there. */
  String text(int field) {
    return fields.getOrDefault(field, List.of("")).get(0);
  }

  /** 0 where it is not there. */
  long number(int field) {
    return numbers.getOrDefault(field, 0L);
  }
}
