// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.tracking.server;

import java.io.IOException;
import java.io.Serial;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;

/**
 * The body of an answer, as text of bounded length: what answers need not be an MLflow, and may send without end.
 *
 * <p>Mutable; belongs to one answer.
 */
final class BoundedText implements BodySubscriber<String> {

    /** A body that is longer than it may be. */
    static final class TooLongException extends IOException {

        @Serial
        private static final long serialVersionUID = 1L;

        TooLongException(long limit) {
            super("the answer is longer than " + limit + " bytes");
        }
    }

    private final BodySubscriber<String> text = BodySubscribers.ofString(StandardCharsets.UTF_8);
    private final long limit;
    private Optional<Subscription> subscription = Optional.empty();
    private long received;

    /**
     * An empty one.
     *
     * @param limit how many bytes it may become; a longer body is a {@link TooLongException}
     */
    BoundedText(long limit) {
        this.limit = limit;
    }

    @Override
    public CompletionStage<String> getBody() {
        return text.getBody();
    }

    @Override
    public void onSubscribe(Subscription given) {
        subscription = Optional.of(given);
        text.onSubscribe(given);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        received += buffers.stream().mapToLong(Buffer::remaining).sum();
        if (received <= limit) {
            text.onNext(buffers);
            return;
        }
        subscription.ifPresent(Subscription::cancel);
        text.onError(new TooLongException(limit));
    }

    @Override
    public void onError(Throwable failure) {
        text.onError(failure);
    }

    @Override
    public void onComplete() {
        text.onComplete();
    }
}
