// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.tracking.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow.Subscription;
import org.junit.jupiter.api.Test;

final class BoundedTextTest {

    private boolean cancelled;

    @Test
    void whatFitsIsText() {
        BoundedText text = subscribed();
        text.onNext(List.of(bytes("abc"), bytes("de")));
        text.onComplete();
        assertThat(body(text)).isCompletedWithValue("abcde");
        assertThat(cancelled).isFalse();
    }

    @Test
    void whatDoesNotEndIsGivenUp() {
        BoundedText text = subscribed();
        text.onNext(List.of(bytes("abc")));
        text.onNext(List.of(bytes("def")));
        assertThat(cancelled).isTrue();
        assertThat(body(text)).isCompletedExceptionally();
    }

    private BoundedText subscribed() {
        BoundedText text = new BoundedText(5);
        text.onSubscribe(new Subscription() {
            @Override
            public void request(long count) {}

            @Override
            public void cancel() {
                cancelled = true;
            }
        });
        return text;
    }

    private static CompletableFuture<String> body(BoundedText text) {
        return text.getBody().toCompletableFuture();
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
