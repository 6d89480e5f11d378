using System.Text.RegularExpressions;

namespace VoiceAgent.Tests.Architecture;

/// <summary>Sizes and habits that keep the tree readable.</summary>
[Trait("Kind", "Unit")]
public sealed partial class TreeShapeTests
{
    private static readonly string[] Projects =
        ["VoiceAgent.Core", "VoiceAgent.Web", "VoiceAgent.Sandbox", "VoiceAgent.Tests", "VoiceAgent.Benchmarks"];

    [Fact]
    public void Files_stay_small()
    {
        var tooLong =
            from file in Projects.SelectMany(project => SourceTree.Files(project, "*.*"))
            let limit = file.EndsWith(".razor.cs", StringComparison.Ordinal) ? 200
                : Path.GetExtension(file) switch { ".cs" => 400, ".razor" => 180, _ => int.MaxValue }
            where limit < int.MaxValue
            let lines = File.ReadLines(file).Count()
            where lines > limit
            select $"{SourceTree.Relative(file)}: {lines} lines, at most {limit}";

        Assert.Empty(tooLong);
    }

    [Fact]
    public void Folders_hold_at_most_twenty_files()
    {
        var tooFull = Projects.SelectMany(project => SourceTree.Files(project, "*.*"))
            .Where(file => Path.GetExtension(file) is ".cs" or ".razor" && !file.EndsWith(".razor.cs", StringComparison.Ordinal))
            .GroupBy(Path.GetDirectoryName)
            .Where(folder => folder.Count() > 20)
            .Select(folder => $"{SourceTree.Relative(folder.Key!)}: {folder.Count()} files");

        Assert.Empty(tooFull);
    }

    [Fact]
    public void The_common_folder_does_not_become_a_drawer() =>
        Assert.InRange(SourceTree.Files("VoiceAgent.Core/Common", "*.cs").Count(), 1, 6);

    [Fact]
    public void Every_test_class_says_its_one_kind()
    {
        string[] kinds = ["Unit", "Scenario", "Contract", "Adapter", "Component", "Host", "EndToEnd"];
        var wrong =
            from type in typeof(TreeShapeTests).Assembly.GetTypes()
            where !type.IsAbstract && type.GetMethods().Any(method => method.IsDefined(typeof(FactAttribute), inherit: true))
            let traits = type.GetCustomAttributes(typeof(TraitAttribute), inherit: true).Cast<TraitAttribute>().Where(trait => trait.Name is "Kind").ToList()
            where traits is not [{ Value: var value }] || !kinds.Contains(value)
            select type.FullName;

        Assert.Empty(wrong);
    }

    [Fact]
    public void Nothing_is_left_unfinished_or_skipped()
    {
        var found =
            from file in Projects.SelectMany(project => SourceTree.Files(project, "*.cs"))
            where !file.EndsWith("TreeShapeTests.cs", StringComparison.Ordinal)
            from line in File.ReadLines(file).Select((text, index) => (text, number: index + 1))
            where Unfinished().IsMatch(line.text)
            select $"{SourceTree.Relative(file)}:{line.number}: {line.text.Trim()}";

        Assert.Empty(found);
    }

    [GeneratedRegex(@"\bTODO\b|\bFIXME\b|NotImplementedException|#region|Skip\s*=\s*""", RegexOptions.CultureInvariant)]
    private static partial Regex Unfinished();
}
