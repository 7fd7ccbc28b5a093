package dev.stepcache.http.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.domain.step.PipelineName;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AddressTest {

  @Test
  void every_name_is_found_again_by_its_address() {
    Random random = new Random(7);
    String letters = "ab~./\\%+ ;?#&=é\u202E\u0000\n\"'<>";
    for (int i = 0; i < 5_000; i++) {
      StringBuilder name = new StringBuilder();
      for (int length = random.nextInt(6) + 1; length > 0; length--) {
        name.append(letters.charAt(random.nextInt(letters.length())));
      }
      PipelineName given = new PipelineName(name.toString());
      String address = Address.of(given);
      assertThat(address).matches("/pipelines/[A-Za-z0-9~%._*-]+").doesNotMatch(".*/\\.+");
      assertThat(Address.of(address).flatMap(read -> read.named(1, PipelineName::new)))
          .hasValue(given);
    }
  }
}
