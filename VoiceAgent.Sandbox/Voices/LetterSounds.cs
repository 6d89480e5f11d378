namespace VoiceAgent.Sandbox.Voices;

/// <summary>A short sound: three formants in hertz, how much of it is voice and how much noise (0 to 1), and milliseconds.</summary>
internal readonly record struct LetterSound(int F1, int F2, int F3, double Voice, double Noise, int Milliseconds);

/// <summary>The sound of each letter, roughly as English has it.</summary>
internal static class LetterSounds
{
    private static readonly string[] Digits = ["ziro", "wan", "tu", "sri", "for", "faiv", "siks", "seven", "eit", "nain"];

    public static IEnumerable<LetterSound> Of(string word)
    {
        var previous = '\0';
        foreach (var letter in word.ToLowerInvariant().SelectMany(c => char.IsAsciiDigit(c) ? Digits[c - '0'] : c.ToString()))
        {
            if (char.IsLetter(letter) && letter != previous)
            {
                yield return Of(letter);
            }

            previous = letter;
        }
    }

    private static LetterSound Of(char letter) => letter switch
    {
        'a' => new(730, 1250, 2440, 1, 0.02, 105),
        'e' => new(530, 1840, 2480, 1, 0.02, 90),
        'i' => new(330, 2200, 2900, 1, 0.02, 90),
        'o' => new(520, 900, 2410, 1, 0.02, 105),
        'u' => new(350, 950, 2240, 1, 0.02, 95),
        'y' => new(310, 2050, 2800, 1, 0.02, 80),
        'm' or 'n' => new(280, 1200, 2300, 0.55, 0.01, 65),
        'l' or 'r' or 'w' or 'j' => new(360, 1150, 2450, 0.7, 0.02, 60),
        's' or 'z' or 'c' or 'x' => new(1500, 2900, 3600, letter is 'z' ? 0.2 : 0, 0.5, 75),
        'f' or 'v' or 'h' => new(900, 2000, 3100, letter is 'v' ? 0.3 : 0, 0.3, 60),
        'p' or 't' or 'k' or 'q' => new(800, 1900, 3000, 0, 0.45, 30),
        'b' or 'd' or 'g' => new(400, 1500, 2500, 0.45, 0.1, 40),
        _ => new(500, 1500, 2500, 0.9, 0.02, 85),
    };
}
