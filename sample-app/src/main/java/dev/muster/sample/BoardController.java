package dev.muster.sample;

import java.util.List;

import dev.muster.MusterException;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * The board over HTTP.
 */
@RestController
@RequestMapping("/api")
class BoardController {

	private final Board board;

	private final BoardReader reader;

	private final RoomStreams streams;

	BoardController(Board board, BoardReader reader, RoomStreams streams) {
		this.board = board;
		this.reader = reader;
		this.streams = streams;
	}

	@GetMapping("/cluster")
	ClusterStatus cluster() {
		return this.reader.cluster();
	}

	@GetMapping("/rooms")
	List<RoomSummary> rooms() {
		return this.reader.rooms();
	}

	@GetMapping("/rooms/{room}")
	Room room(@PathVariable String room) {
		String name = Limits.room(room);
		return new Room(name, this.reader.occupants(name), this.reader.messages(name));
	}

	@PostMapping("/rooms/{room}/messages")
	@ResponseStatus(HttpStatus.CREATED)
	BoardMessage post(@PathVariable String room, @RequestBody NewMessage message) {
		return this.board.post(room, message.author(), message.text());
	}

	/**
	 * Stream a room: what there is, and then what changes.
	 * @param room the room
	 * @param name who is in the room for as long as the stream lasts; nobody if absent
	 */
	@GetMapping("/rooms/{room}/events")
	ResponseEntity<SseEmitter> events(@PathVariable String room,
			@RequestParam(required = false) @Nullable String name) {
		SseEmitter emitter = this.streams.open(Limits.room(room), (name != null) ? Limits.name("name", name) : null);
		// Tells nginx, which would else collect what we want to be seen at once
		return ResponseEntity.ok()
			.contentType(MediaType.TEXT_EVENT_STREAM)
			.header("Cache-Control", "no-store")
			.header("X-Accel-Buffering", "no")
			.body(emitter);
	}

	@ExceptionHandler
	ProblemDetail invalid(InvalidInputException ex) {
		return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, String.valueOf(ex.getMessage()));
	}

	// What reads the body wraps what BodyLimitFilter throws; handlers are looked up by
	// causes
	// too
	@ExceptionHandler
	ProblemDetail tooLarge(ResponseStatusException ex) {
		return ex.getBody();
	}

	@ExceptionHandler
	ProblemDetail busy(TooManyStreamsException ex) {
		return ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE, String.valueOf(ex.getMessage()));
	}

	@ExceptionHandler
	ProblemDetail noCluster(MusterException ex) {
		return ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE,
				"The cluster does not take it now: " + ex.getMessage());
	}

	/**
	 * What is posted.
	 *
	 * @param author who says it
	 * @param text what is said
	 */
	record NewMessage(@Nullable String author, @Nullable String text) {
	}

	/**
	 * A room.
	 *
	 * @param name its name
	 * @param occupants who is in it
	 * @param messages what was said lately
	 */
	record Room(String name, List<Occupant> occupants, List<BoardMessage> messages) {
	}

}
