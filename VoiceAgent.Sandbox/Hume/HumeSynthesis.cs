using System.Runtime.InteropServices;
using System.Text;
using VoiceAgent.Core.Audio;
using VoiceAgent.Sandbox.ElevenLabs;
using VoiceAgent.Sandbox.Exchanges;
using VoiceAgent.Sandbox.Voices;

namespace VoiceAgent.Sandbox.Hume;

/// <summary>
/// <c>POST /v0/tts/stream/json</c>: objects one a line, audio at 48 kHz in pieces of uneven size, which may end inside a sample. Of the
/// formats the sandbox makes pcm only.
/// </summary>
internal sealed class HumeSynthesis(Exchange exchange, HumeSpeechRequest request)
{
    private static readonly TimeSpan ToFirstPiece = TimeSpan.FromMilliseconds(180);
    private const int PhoneRate = 8_000;
    private const int Rate = 48_000;

    private readonly string _request = Guid.NewGuid().ToString();
    private readonly string _generation = Guid.NewGuid().ToString();
    private int _chunk;

    public async Task RunAsync()
    {
        await exchange.State.ThinkAsync(ToFirstPiece, exchange.Ended);
        var answer = new AnswerStream(
            exchange,
            "{\"type\":\"audio\",\"audio\":\"AAAA\n",
            SandboxJson.Write(new { type = "error", code = "E0400", error = "Internal error", message = "The speech could not be made." }) + "\n");
        if (!await answer.OpenAsync("application/x-ndjson"))
        {
            return;
        }

        foreach (var (index, utterance) in request.Utterances.Index())
        {
            foreach (var snippet in request.SplitUtterances ? Sentences(utterance) : [utterance])
            {
                if (!await SpeakAsync(answer, snippet, index))
                {
                    return;
                }
            }
        }
    }

    private async Task<bool> SpeakAsync(AnswerStream answer, string text, int utterance)
    {
        var speech = await exchange.State.Voice.SpeakAsync(text, exchange.Ended);
        var snippet = Guid.NewGuid().ToString();
        var samples = Convert(speech.Samples, PhoneRate, Rate);
        AudioPiece[] pieces = [.. AudioPieces.Of(MemoryMarshal.AsBytes<short>(samples).ToArray(), Rate * 2)];

        // A caller on the telephone hears it at 8 kHz again, which is not sample for sample what the voice made.
        exchange.State.AgentUtterances.Register(new SynthesizedSpeech(Convert(samples, Rate, PhoneRate), speech.Words));
        var words = new Queue<SynthesizedWord>(request.HasWordTimes ? speech.Words : []);
        foreach (var (place, piece) in pieces.Index())
        {
            while (words.TryPeek(out var word) && word.Start < piece.End)
            {
                words.Dequeue();
                if (!await SendAsync(answer, Timestamp(snippet, word)))
                {
                    return false;
                }
            }

            if (!await SendAsync(answer, Audio(snippet, text, utterance, piece, place == pieces.Length - 1)))
            {
                return false;
            }

            await exchange.State.ThinkAsync(piece.Duration / 4, exchange.Ended);
        }

        return true;
    }

    private Task<bool> SendAsync(AnswerStream answer, object message) => answer.SendAsync(Encoding.UTF8.GetBytes(SandboxJson.Write(message) + "\n"));

    private object Audio(string snippet, string text, int utterance, AudioPiece piece, bool isLast) => new
    {
        type = "audio",
        audio = System.Convert.ToBase64String(piece.Bytes.Span),
        audio_format = "pcm",
        chunk_index = _chunk++,
        generation_id = _generation,
        is_last_chunk = isLast,
        request_id = _request,
        snippet_id = snippet,
        text,
        transcribed_text = (string?)null,
        utterance_index = utterance,
        snippet = (object?)null,
    };

    private object Timestamp(string snippet, SynthesizedWord word) => new
    {
        type = "timestamp",
        generation_id = _generation,
        request_id = _request,
        snippet_id = snippet,
        timestamp = new
        {
            type = "word",
            text = new string([.. word.Text.Where(character => char.IsLetterOrDigit(character) || character is '\'')]),
            time = new { begin = (int)word.Start.TotalMilliseconds, end = (int)word.End.TotalMilliseconds },
        },
    };

    private static short[] Convert(short[] samples, int from, int to)
    {
        var resampler = new Resampler(from, to);
        var output = new short[resampler.MaxOutput(samples.Length)];
        var written = resampler.Write(samples, output);
        return output[..(written + resampler.Flush(output.AsSpan(written)))];
    }

    private static IEnumerable<string> Sentences(string text)
    {
        var start = 0;
        for (var i = 1; i <= text.Length; i++)
        {
            if (i == text.Length || (text[i] is ' ' && text[i - 1] is '.' or '!' or '?'))
            {
                yield return text[start..i].Trim();
                start = i;
            }
        }
    }
}
